import type { Asset, Generation, Turn } from '~/api/types'

/** A picture as it opens, wherever it was opened from. */
export interface Picture {
  /** Its name in the address. */
  key: string
  /** Null where the file is no longer stored. */
  asset: Asset | null
  prompt: string
  /** The id of the model that made it. */
  model: string | undefined
  /** ISO. */
  madeAt: string
  /** What to name when asking about it. */
  reference: string
  /** Its place in the batch, from 0. */
  slot: number | undefined
  /** Everything it was asked for with. `undefined` until that is known, null where it isn't kept any more. */
  turn: Turn | null | undefined
  generation: Generation | undefined
}

/** How looking for the picture of the address stands, as long as it isn't on hand. Missing is known only at the end. */
export type Lookup =
  { state: 'looking' } | { state: 'missing' } | { state: 'failed'; error: Error; retry: () => void }

/** Where a picture was opened: what lies beside it, and what its acts lead to. */
export interface Place {
  current: Picture | undefined
  previous: Picture | undefined
  next: Picture | undefined
  lookup: Lookup
  close: () => void
  /** Of the button that leads back. */
  closeWords: string
  /** Puts another one into the address. */
  go: (key: string) => void
  /** Attaches it where the next picture is asked for, and goes there. */
  useAsInput: (asset: Asset) => void
  /** Fills the composer with what it was asked for with, and goes there. */
  reuse: (picture: Picture) => void
}

const SLUG_CHARS = 40
const EXTENSIONS: Record<string, string> = { 'image/jpeg': 'jpg', 'image/webp': 'webp' }

/** "a-red-boat_2030-12-14_2of4.png": found again among a hundred others, and named after what the file really is. */
export function fileName({ prompt, madeAt, slot, turn }: Picture, mime: string): string {
  const slug = prompt
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .slice(0, SLUG_CHARS)
    .replace(/^-+|-+$/g, '')
  const batch = turn?.batch_size ?? 1
  const parts = [
    slug === '' ? 'picture' : slug,
    localDate(new Date(madeAt)),
    ...(batch > 1 && slot !== undefined ? [`${slot + 1}of${batch}`] : []),
  ]
  return `${parts.join('_')}.${EXTENSIONS[mime] ?? 'png'}`
}

function localDate(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
