/** A picture as it came from the core: its shape, its stated range, its values. */
export interface PixelBlock {
  readonly rows: number;
  readonly columns: number;
  /** 1 is grey, 3 is red, green, blue, interleaved. */
  readonly channels: 1 | 3;
  /** What is seen at first: the window that the file asks for, or the range the values were recorded in. */
  readonly low: number;
  readonly high: number;
  /** Row by row; a view into the block that was received, not a copy. */
  readonly values: Uint8Array | Uint16Array;
}

const HEADER_BYTES = 32;
const MAGIC = 0x31585054; // "TPX1"

/** Whether a block holds a picture, by its first word. */
export function isPixels(buffer: ArrayBuffer): boolean {
  return 4 <= buffer.byteLength && new DataView(buffer).getUint32(0, true) === MAGIC;
}

/**
 * Returns the picture in a TPX1 block.
 *
 * Throws when the block is no TPX1 or shorter than its header says.
 */
export function parsePixels(buffer: ArrayBuffer): PixelBlock {
  if (buffer.byteLength < HEADER_BYTES) {
    throw new Error("the block of pixels is shorter than its header");
  }
  const header = new DataView(buffer, 0, HEADER_BYTES);
  if (header.getUint32(0, true) !== MAGIC) {
    throw new Error("the block of pixels does not begin with TPX1");
  }
  const rows = header.getUint32(4, true);
  const columns = header.getUint32(8, true);
  const channels = header.getUint32(12, true);
  const bytes = header.getUint32(16, true);
  if (rows === 0 || columns === 0 || (channels !== 1 && channels !== 3)) {
    throw new Error(`the block of pixels has no shape: ${rows} × ${columns} × ${channels}`);
  }
  if (bytes !== 1 && bytes !== 2) {
    throw new Error(`the block of pixels has values of ${bytes} bytes`);
  }
  const n = rows * columns * channels;
  if (buffer.byteLength < HEADER_BYTES + n * bytes) {
    throw new Error("the block of pixels is shorter than its header says");
  }
  const values =
    bytes === 1
      ? new Uint8Array(buffer, HEADER_BYTES, n)
      : // Every platform the app is built for is little-endian, as the block is.
        new Uint16Array(buffer, HEADER_BYTES, n);
  return {
    rows,
    columns,
    channels,
    low: header.getFloat32(24, true),
    high: header.getFloat32(28, true),
    values,
  };
}
