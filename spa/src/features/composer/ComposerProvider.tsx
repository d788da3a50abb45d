import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore, type ReactNode, type RefObject } from 'react'
import { meQuery, modelsQuery } from '~/api/queries'
import type { Asset } from '~/api/types'
import { newestTurn } from '~/features/generations/turnsCache'
import { announce } from '~/lib/announce'
import { ComposerContext, type ComposerHandle } from './ComposerContext'
import { composerStore } from './composerStore'
import { NEW_CHAT } from './draft'
import { inputsMaxWords } from './inputsMaxWords'
import { offerBack } from './offerBack'
import { modelOf } from './rules'
import { addFiles, uploadAgain } from './upload'
import { toast } from '~/lib/toast'

interface Props {
  conversationId: string | null
  textRef: RefObject<HTMLTextAreaElement | null>
  children: ReactNode
}

export function ComposerProvider({ conversationId, textRef, children }: Props) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const me = useSuspenseQuery(meQuery).data
  const offered = useQuery(modelsQuery).data
  const store = composerStore(me.id, conversationId ?? NEW_CHAT)
  const { settings } = useSyncExternalStore(store.state.subscribe, store.state.get)
  const handle = useMemo<ComposerHandle>(() => {
    const models = offered?.models ?? []
    const model = modelOf(settings, models, offered?.default_model ?? '')
    // Before the models are known nothing is too many; Generate looks again.
    const inputsMax = model?.inputs_max ?? Infinity
    const focus = () => textRef.current?.focus()
    const full = () => void toast(inputsMaxWords(inputsMax), 'yellow')
    const attach = (asset: Asset) => {
      const attached = store.useAsset(asset, inputsMax)
      if (attached) announce(t`The picture is attached.`)
      else full()
      return attached
    }
    return {
      store,
      model,
      models,
      conversationId,
      focus,
      addFiles: (files) => {
        const room = Math.max(0, inputsMax - store.state.get().inputs.length)
        if (files.length > room) full()
        void addFiles(store, files.slice(0, room))
        focus()
      },
      uploadAgain: (inputId, file) => void uploadAgain(store, inputId, file),
      attach,
      useAsInput: (asset) => {
        if (attach(asset)) focus()
      },
      editTurn: (turn) => {
        offerBack(store.editTurn(turn))
        focus()
      },
      takeExample: (prompt, needsPicture) => {
        offerBack(store.fill({ prompt, needsPicture }))
        focus()
      },
      recallPrompt: () => {
        const here = conversationId === null ? undefined : newestTurn(queryClient, conversationId)
        store.recallPrompt(here?.prompt)
      },
    }
  }, [store, settings, offered, conversationId, textRef, queryClient, t])
  return <ComposerContext value={handle}>{children}</ComposerContext>
}
