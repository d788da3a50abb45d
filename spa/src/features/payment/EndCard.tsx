import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import card from '~/ui/card.module.css'

/** A few words and what is next. */
export function EndCard({ acts, children }: { acts: ReactNode; children: ReactNode }) {
  return (
    <section className={card.card}>
      <div className={card.words}>{children}</div>
      <div className={card.acts}>{acts}</div>
    </section>
  )
}

export function ToPictures() {
  return (
    <Button component={Link} to="/c">
      <Trans>Make a picture</Trans>
    </Button>
  )
}

export function ToBilling({ loud = false }: { loud?: boolean }) {
  return (
    <Button component={Link} to="/billing" variant={loud ? 'filled' : 'default'}>
      <Trans>To Billing</Trans>
    </Button>
  )
}
