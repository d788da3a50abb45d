import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Card } from '../file/Card'
import { Lines, type Column } from '../file/Lines'
import { Moment } from '../file/Moment'
import type { AdminCycle } from '../file/types'
import { formatCount } from '../words/numbers'
import { State } from '../words/State'
import { cycleStateWords } from '../words/words'

/** All months of a customer: what runs, what is queued behind it, what was. */
export function MonthsTable({ cycles }: { cycles: readonly AdminCycle[] }) {
  const { t } = useLingui()
  const columns: Column<AdminCycle>[] = [
    { title: t`Plan`, cell: ({ plan_label }) => plan_label },
    { title: t`State`, cell: ({ state }) => <State of={cycleStateWords(state)} /> },
    { title: t`From`, cell: ({ starts_at }) => <Moment at={starts_at} exact /> },
    { title: t`Until`, cell: ({ ends_at }) => <Moment at={ends_at} exact /> },
    { title: t`Used`, number: true, cell: ({ spent }) => formatCount(spent) },
    { title: t`Held`, number: true, cell: ({ held }) => formatCount(held) },
    { title: t`Requests`, number: true, cell: ({ request_limit }) => formatCount(request_limit) },
    { title: t`Paid by`, cell: ({ payment_id }) => <PaidBy payment={payment_id} /> },
  ]
  return (
    <Card title={t`Months`}>
      <Lines
        label={t`Months`}
        rows={cycles}
        columns={columns}
        idOf={({ id }) => id}
        empty={t`No months yet.`}
      />
    </Card>
  )
}

function PaidBy({ payment }: { payment: string | undefined }) {
  if (payment === undefined) return <Trans>granted</Trans>
  return (
    <Link to="/admin/payments/$id" params={{ id: payment }}>
      <Trans>a payment</Trans>
    </Link>
  )
}
