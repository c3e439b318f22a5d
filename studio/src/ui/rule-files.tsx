// Rules from files and to files: import, export, and the link.

import { FilePicker } from './file-picker.tsx';
import { saveText } from './save.ts';
import type { Studio } from './studio.ts';

/** The buttons below the rules. */
export function RuleFiles({ studio }: { readonly studio: Studio }) {
  const save = (format: 'tfvars' | 'json') =>
    studio.attempt(
      studio.client.call('exportRules', studio.store.get().document, format).then((text) => {
        saveText(format === 'tfvars' ? 'rules.tfvars' : 'settings.json', text);
      }),
    );
  const copyLink = () =>
    studio.attempt(
      navigator.clipboard
        .writeText(location.href)
        .then(() => studio.say('Copied the link. It contains your rules, and no events.')),
    );
  return (
    <div class="buttons">
      <FilePicker
        label="Import rules"
        accept=".tfvars,.json,.yml,.yaml"
        multiple
        onFiles={(files) => studio.attempt(studio.importRules(files))}
      />
      <button type="button" onClick={() => save('tfvars')}>
        Export tfvars
      </button>
      <button type="button" onClick={() => save('json')}>
        Export settings
      </button>
      <button type="button" onClick={copyLink}>
        Copy link
      </button>
    </div>
  );
}
