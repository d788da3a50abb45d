import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore, type ReactNode, type RefObject } from 'react'
import { meQuery, modelsQuery } from '~/api/queries'
import { newestTurn } from '~/features/generations/turnsCache'
import { announce } from '~/lib/announce'
import { ComposerContext, type ComposerHandle } from './ComposerContext'
import { composerStore } from './composerStore'
import { NEW_CHAT } from './draft'
import { modelOf } from './rules'
import { addFiles } from './upload'
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
    const inputsMax = model?.inputs_max ?? 1
    const focus = () => textRef.current?.focus()
    const full = () => void toast(t`This model takes at most ${inputsMax} pictures.`, 'yellow')
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
      useAsInput: (asset) => {
        if (!store.useAsset(asset, inputsMax)) return full()
        announce(t`The picture is attached.`)
        focus()
      },
      editTurn: (turn) => {
        store.editTurn(turn)
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
