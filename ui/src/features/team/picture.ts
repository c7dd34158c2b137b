/// Makes a small square PNG of a picture the person chose. What is drawn anew holds nothing but its points: no place,
/// no camera, no script. The host does the same once more.

/** How wide and tall the picture becomes, in points. */
const SIDE = 256;
/** Largest file that is looked at, in bytes. */
const LARGEST = 30 * 1024 * 1024;

/** What may be chosen. SVG is none of them: it can hold a script. */
export const PICTURE_TYPES = ["image/png", "image/jpeg", "image/webp"];

/** The middle of a picture as a PNG in Base64; null of a file that is no such picture. */
export async function squared(file: Blob): Promise<string | null> {
  if (!PICTURE_TYPES.includes(file.type) || file.size > LARGEST) return null;
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null;
  }
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const side = Math.min(picture.width, picture.height);
  canvas.getContext("2d")?.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  picture.close();
  return canvas.toDataURL("image/png").split(",")[1] ?? null;
}
