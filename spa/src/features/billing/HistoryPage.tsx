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
  const { t, i18n } = useLingui()
  const query = useInfiniteQuery(paymentsQuery)
  const items = query.data?.pages.flatMap((page) => page.items)
  return (
    <ColumnPage title={t`Payments`} back={{ to: '/billing', label: t`Billing` }}>
      {query.isPending && <Skeleton height={160} radius="md" />}
      {query.error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(query.error))}</p>
          <Button variant="default" onClick={() => void query.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </Notice>
      )}
      {items?.length === 0 && (
        <p className={card.text}>
          <Trans>Your payments and their receipts will be listed here.</Trans>
        </p>
      )}
      {items !== undefined && items.length > 0 && <PaymentList payments={items} />}
      {query.hasNextPage && (
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
