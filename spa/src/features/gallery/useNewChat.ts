import { useLingui } from '@lingui/react/macro'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { meQuery, modelsQuery } from '~/api/queries'
import type { Asset } from '~/api/types'
import { composerStore } from '~/features/composer/composerStore'
import { NEW_CHAT } from '~/features/composer/draft'
import { inputsMaxWords } from '~/features/composer/inputsMaxWords'
import { offerBack } from '~/features/composer/offerBack'
import { modelOf } from '~/features/composer/rules'
import type { Picture } from '~/features/lightbox/picture'
import { announce } from '~/lib/announce'
import { toast } from '~/lib/toast'

/** Feeds the draft of a new conversation from another page, and goes there. */
export function useNewChat() {
  const { t } = useLingui()
  const router = useRouter()
  const me = useSuspenseQuery(meQuery).data
  const offered = useQuery(modelsQuery).data
  const store = composerStore(me.id, NEW_CHAT)
  const go = () => void router.navigate({ to: '/c' })
  return {
    useAsInput: (asset: Asset) => {
      const { settings } = store.state.get()
      const model = modelOf(settings, offered?.models ?? [], offered?.default_model ?? '')
      const inputsMax = model?.inputs_max ?? 1
      if (!store.useAsset(asset, inputsMax)) void toast(inputsMaxWords(inputsMax), 'yellow')
      else announce(t`The picture is attached.`)
      go()
    },
    reuse: ({ turn, prompt }: Picture) => {
      offerBack(turn == null ? store.fill({ prompt }) : store.editTurn(turn))
      go()
    },
  }
}
