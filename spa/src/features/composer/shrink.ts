/** The server makes larger ones smaller anyway; done here it also spares the way. */
export const SIDE_MAX_PX = 4096
export const BYTES_MAX = 8 * 1024 * 1024
const QUALITY = 0.92

/** A smaller copy of a picture that is needlessly large. Where this browser can't make one, the file as it is. */
export async function shrink(file: Blob): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, SIDE_MAX_PX / Math.max(bitmap.width, bitmap.height))
    const smaller = scale < 1 || file.size > BYTES_MAX ? await redraw(bitmap, scale, file.type) : file
    bitmap.close()
    return scale < 1 || smaller.size < file.size ? smaller : file
  } catch {
    return file
  }
}

async function redraw(bitmap: ImageBitmap, scale: number, type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale))
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('no canvas here')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  // JPEG has no transparency to keep; a browser that writes no WebP writes PNG in its place.
  return canvas.convertToBlob({ type: type === 'image/jpeg' ? type : 'image/webp', quality: QUALITY })
}
