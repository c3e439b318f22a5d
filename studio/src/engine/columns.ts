// Columns that grow: numbers of all events, outside of the heap of objects.

const FIRST_SIZE = 1_024;

type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Appends numbers to an array that doubles when it is full. */
export class Column<T extends Numbers> {
  private values: T;
  private readonly create: (size: number) => T;
  length = 0;

  constructor(create: (size: number) => T) {
    this.create = create;
    this.values = create(FIRST_SIZE);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = this.create(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  fill(value: number): void {
    this.values.fill(value);
  }
}

export const doubles = (): Column<Float64Array<ArrayBuffer>> => new Column((size) => new Float64Array(size));
export const words = (): Column<Uint32Array<ArrayBuffer>> => new Column((size) => new Uint32Array(size));
export const bytes = (): Column<Uint8Array<ArrayBuffer>> => new Column((size) => new Uint8Array(size));

/** Numbers texts, each once. The number of the empty text is 0. */
export class TextNumbers {
  private readonly numbers = new Map([['', 0]]);
  private readonly texts = [''];

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  textOf(number: number): string {
    return this.texts[number] ?? '';
  }

  get size(): number {
    return this.texts.length;
  }
}
