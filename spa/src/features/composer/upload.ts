import { client } from '~/api/client'
import { isFinalRefusal, newIdempotencyKey } from '~/api/deed'
import { ProblemError, unwrap } from '~/api/problem'
import type { Asset } from '~/api/types'
import type { ComposerStore } from './composerStore'
import type { Input } from './rules'
import { shrink } from './shrink'

/** Reads what a file is from its first bytes: names and declared types are often wrong. */
export async function sniff(file: Blob): Promise<'image' | 'heic' | 'other'> {
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer())
  const text = String.fromCharCode(...head)
  if (text.startsWith('\x89PNG') || text.startsWith('\xff\xd8\xff')) return 'image'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image'
  if (text.slice(4, 8) === 'ftyp' && /^(heic|heix|hevc|heim|heis|mif1|msf1)/.test(text.slice(8, 12)))
    return 'heic'
  return 'other'
}

/** The server has a few places for each customer, and another page may need one too. */
const SENT_AT_ONCE = 2

/** Shows each file at once and stores it; a file that can't be used stays visible with its reason. */
export async function addFiles(store: ComposerStore, files: File[]): Promise<void> {
  const waiting = files.map((file) => {
    const input = { id: newIdempotencyKey(), name: file.name, preview: URL.createObjectURL(file) }
    store.addInput({ ...input, status: 'uploading' })
    return { input, file }
  })
  const send = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      store.replaceInput(next.input.id, await stored(next.input, next.file))
  }
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, send))
}

/** Another try with a file that was not stored for want of a network or of room. */
export async function uploadAgain(store: ComposerStore, id: string, file: File): Promise<void> {
  const known = store.state.get().inputs.find((input) => input.id === id)
  if (known === undefined) return
  const input = { id, name: known.name, preview: known.preview }
  store.replaceInput(id, { ...input, status: 'uploading' })
  store.replaceInput(id, await stored(input, file))
}

async function stored(input: { id: string; name: string; preview: string }, file: File): Promise<Input> {
  const kind = await sniff(file)
  if (kind !== 'image')
    return { ...input, status: 'failed', code: kind === 'heic' ? 'heic' : 'unsupported_image' }
  try {
    return { ...input, status: 'ready', asset: await upload(await shrink(file), file.name) }
  } catch (error) {
    const code = error instanceof ProblemError ? error.code : 'unreachable'
    // What the server refuses for what it is, it refuses again.
    return { ...input, status: 'failed', code, ...(isFinalRefusal(error) ? {} : { file }) }
  }
}

async function upload(file: Blob, name: string): Promise<Asset> {
  const { asset } = await unwrap(
    client.POST('/api/v1/assets', {
      // The type says text because OpenAPI has no other word for a file.
      body: { file: file as unknown as string },
      bodySerializer: () => {
        const form = new FormData()
        form.set('file', file, name)
        return form
      },
    }),
  )
  return asset
}
