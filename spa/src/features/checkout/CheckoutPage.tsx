import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { plansQuery } from '~/api/billingQueries'
import { subscriptionQuery } from '~/api/queries'
import { ColumnPage } from '~/ui/ColumnPage'
import { PaymentBanner } from '~/features/billing/PaymentBanner'
import { wordsForError } from '~/features/problems/problemWords'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'
import { HowToPay } from './HowToPay'
import { PlanChoice } from './PlanChoice'

const route = getRouteApi('/_app/billing/plan')

/** What is bought, and how it is paid: one column, one button at its end. */
export function CheckoutPage() {
  const { t, i18n } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const plans = useQuery(plansQuery)
  const open = useQuery(subscriptionQuery).data?.payment
  const plan = plans.data?.find(({ id }) => id === search.plan) ?? plans.data?.[0]
  return (
    <ColumnPage title={t`Choose a plan`} back={{ to: '/billing', label: t`Billing` }}>
      {open !== undefined && <PaymentBanner payment={open} />}
      {plans.isPending && <Skeleton height={170} radius="md" />}
      {plans.isLoadingError && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(plans.error))}</p>
          <Button variant="default" onClick={() => void plans.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </Notice>
      )}
      {plans.data?.length === 0 && (
        <p className={card.text}>
          <Trans>No plan is on sale at the moment. Please come back later.</Trans>
        </p>
      )}
      {plans.data !== undefined && plan !== undefined && (
        <>
          <PlanChoice
            plans={plans.data}
            chosen={plan}
            onChoose={(id) => void navigate({ search: { ...search, plan: id }, replace: true })}
          />
          <HowToPay
            key={plan.id}
            plan={plan}
            search={search}
            onChoose={(choice) => void navigate({ search: { plan: plan.id, ...choice }, replace: true })}
          />
        </>
      )}
    </ColumnPage>
  )
}
