import { createContext, use, useSyncExternalStore } from 'react'
import type { Asset, Model, Turn } from '~/api/types'
import type { Composer, ComposerStore } from './composerStore'

/** The composer of the conversation on screen, for everything on that screen that feeds it. */
export interface ComposerHandle {
  store: ComposerStore
  model: Model | undefined
  models: Model[]
  conversationId: string | null
  addFiles: (files: File[]) => void
  uploadAgain: (inputId: string, file: File) => void
  /** Attaches it, or says why not. Answers whether it is attached. */
  attach: (asset: Asset) => boolean
  /** Attaches it and goes to the prompt. */
  useAsInput: (asset: Asset) => void
  editTurn: (turn: Turn) => void
  /** Fills in the words of an example; `needsPicture` where they change a picture. */
  takeExample: (prompt: string, needsPicture: boolean) => void
  recallPrompt: () => void
  focus: () => void
}

export const ComposerContext = createContext<ComposerHandle | null>(null)

export function useComposer(): ComposerHandle {
  const handle = use(ComposerContext)
  if (handle === null) throw new Error('no composer on this page')
  return handle
}

export function useComposerState(): Composer {
  const { state } = useComposer().store
  return useSyncExternalStore(state.subscribe, state.get)
}
