/** How a picture is looked at. Zoom 1 shows it whole; the offsets are from the middle, in pixels of the screen. */
export interface View {
  zoom: number
  x: number
  y: number
}

export interface Point {
  x: number
  y: number
}

/** What it is looked at through. */
export interface Frame {
  width: number
  height: number
  /** The picture as it stands there whole. */
  pictureWidth: number
  pictureHeight: number
  /** The zoom at which one pixel of the picture is one of the page. */
  full: number
}

export const WHOLE: View = { zoom: 1, x: 0, y: 0 }

/** Of the picture's own pixels; more shows nothing new. */
const BEYOND_FULL = 4
/** A small picture can be looked at closely too. */
const AT_LEAST = 4

export function zoomMax({ full }: Frame): number {
  return Math.max(full * BEYOND_FULL, AT_LEAST)
}

/** Zooms so that what lies under a point stays there. Points are measured from the middle. */
export function zoomTo(view: View, zoom: number, at: Point, frame: Frame): View {
  const next = Math.min(Math.max(zoom, 1), zoomMax(frame))
  const by = next / view.zoom
  return inside({ zoom: next, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }, frame)
}

export function moveBy(view: View, by: Point, frame: Frame): View {
  return inside({ ...view, x: view.x + by.x, y: view.y + by.y }, frame)
}

/** Whole where it is enlarged, else one to one. A picture that is whole at one to one is shown twice as large. */
export function toggled(view: View, at: Point, frame: Frame): View {
  if (view.zoom > 1) return WHOLE
  return zoomTo(view, frame.full > 1 ? frame.full : 2, at, frame)
}

/** No further than its edges. */
function inside(view: View, frame: Frame): View {
  const room = (picture: number, width: number) => Math.max(0, (picture * view.zoom - width) / 2)
  // Not -0: a place is compared with others.
  const within = (offset: number, most: number) => Math.min(Math.max(offset, -most), most) || 0
  return {
    zoom: view.zoom,
    x: within(view.x, room(frame.pictureWidth, frame.width)),
    y: within(view.y, room(frame.pictureHeight, frame.height)),
  }
}
