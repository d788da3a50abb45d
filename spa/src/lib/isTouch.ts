/** A finger is the main pointer: there is a camera to hold, and Enter is a key of the keyboard on the screen. */
export function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}
