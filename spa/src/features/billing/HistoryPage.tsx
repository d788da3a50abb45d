import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { paymentsQuery } from '~/api/billingQueries'
import { wordsForError } from '~/features/problems/problemWords'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'
import { ColumnPage } from '~/ui/ColumnPage'
import { PaymentList } from './PaymentList'

/** Every payment, newest first, with its receipt. */
export function HistoryPage() {
  const { t } = useLingui()
  const query = useInfiniteQuery(paymentsQuery)
  const items = query.data?.pages.flatMap((page) => page.items)
  return (
    <ColumnPage title={t`Payments`} back={{ to: '/billing', label: t`Billing` }}>
      {query.isPending && <Skeleton height={160} radius="md" />}
      {query.error !== null && !query.isFetchNextPageError && (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      )}
      {items?.length === 0 && (
        <p className={card.text}>
          <Trans>Your payments and their receipts will be listed here.</Trans>
        </p>
      )}
      {items !== undefined && items.length > 0 && <PaymentList payments={items} />}
      {query.error !== null && query.isFetchNextPageError && (
        <Failed error={query.error} onRetry={() => void query.fetchNextPage()} />
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <div>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            <Trans>Older</Trans>
          </Button>
        </div>
      )}
    </ColumnPage>
  )
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { i18n } = useLingui()
  return (
    <Notice tone="bad" role="alert">
      <p>{i18n._(wordsForError(error))}</p>
      <Button variant="default" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </Notice>
  )
}
