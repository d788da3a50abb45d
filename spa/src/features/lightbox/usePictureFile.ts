import { useEffect, useEffectEvent, useState } from 'react'
import { client } from '~/api/client'
import { reach } from '~/api/problem'

/**
 * What became of a picture's file. `missing`: the server no longer has it. `away`: it can't be fetched now, the small one
 * that was seen before stays.
 */
type FileState = 'loading' | 'loaded' | 'missing' | 'away'

/** A picture that doesn't load says nothing of why: the question is put once more, where an answer can be read. */
export function usePictureFile(assetId: string) {
  const [state, setState] = useState<FileState>('loading')
  const [attempt, setAttempt] = useState(0)
  const again = () => {
    setState('loading')
    setAttempt((count) => count + 1)
  }
  const failed = async () => {
    const found = await whyNot(assetId)
    // Bytes that come and still are no picture won't become one.
    if (found === 'there' && attempt === 0) return again()
    setState(found === 'there' ? 'missing' : found)
  }
  const online = useEffectEvent(() => {
    if (state === 'away') again()
  })
  useEffect(() => {
    window.addEventListener('online', online)
    return () => window.removeEventListener('online', online)
  }, [])
  return { state, attempt, again, onLoad: () => setState('loaded'), onError: () => void failed() }
}

/** Where the session has ended this waits until the customer has signed in again, over the page. */
async function whyNot(id: string): Promise<'there' | 'missing' | 'away'> {
  try {
    const { response } = await reach(
      client.GET('/api/v1/assets/{id}', { params: { path: { id } }, parseAs: 'stream' }),
    )
    void response.body?.cancel().catch(() => undefined)
    if (response.ok) return 'there'
    return response.status === 404 ? 'missing' : 'away'
  } catch {
    return 'away'
  }
}
