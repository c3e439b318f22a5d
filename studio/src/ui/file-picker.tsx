// A button that opens the browser's file picker, so that everything that can be dropped can also be chosen with a keyboard.

import { useRef } from 'preact/hooks';

interface PickerProps {
  readonly label: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly folder?: boolean;
  readonly onFiles: (files: FileList) => void;
}

/** A button that opens the browser's file picker. */
export function FilePicker({ label, accept, multiple = false, folder = false, onFiles }: PickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    if (currentTarget.files?.length) onFiles(currentTarget.files);
    currentTarget.value = ''; // The same file can be chosen again.
  };
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        {...{ ref: input, type: 'file', hidden: true, multiple: multiple || folder, webkitdirectory: folder }}
        {...(accept !== undefined && { accept })}
        aria-label={`${label}: files`}
        tabIndex={-1}
        onChange={choose}
      />
    </>
  );
}
