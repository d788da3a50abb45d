import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import type { Act } from '../acts/act'
import { ActButton } from '../acts/ActButton'
import { useRefresh } from '../file/useFile'
import { providerField } from './keyFields'
import { providersQuery } from './keyQuery'

interface Props {
  /** Of which account, where it is known already. */
  provider?: string
  account?: string
}

/** For an account whose provider can't be asked what is left on it. */
export function EnterBalanceButton({ provider = '', account = '' }: Props) {
  useLanguageChange()
  const refresh = useRefresh()
  const providers = useQuery(providersQuery).data
  return <ActButton act={enterBalance(providers, provider, account)} onDone={refresh} />
}

function enterBalance(
  providers: readonly string[] | undefined,
  provider: string,
  account: string,
): Act<unknown> {
  return {
    name: t`Enter a balance`,
    title: t`Enter what is left on an account`,
    words: (
      <p>
        <Trans>
          For an account whose provider can’t be asked. Keys of it that rest for want of money wake up.
        </Trans>
      </p>
    ),
    confirm: t`Enter it`,
    fields: [
      providerField(providers, provider),
      { kind: 'text', name: 'account', label: t`Account`, required: true, initial: account },
      { kind: 'text', name: 'usd', label: t`US dollars`, hint: t`As in 12.50.`, required: true },
    ],
    run: ({ reason = '', provider: of = '', account: whose = '', usd = '' }) =>
      unwrap(client.POST('/api/v1/admin/balances', { body: { provider: of, account: whose, usd, reason } })),
    done: () => t`The balance is entered.`,
  }
}
