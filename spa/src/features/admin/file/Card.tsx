import { useId, type ReactNode } from 'react'
import card from '~/ui/card.module.css'

interface Props {
  title: string
  children: ReactNode
}

/** A part of a file under its own heading. */
export function Card({ title, children }: Props) {
  const id = useId()
  return (
    <section className={card.card} aria-labelledby={id}>
      <h2 id={id} className={card.title}>
        {title}
      </h2>
      {children}
    </section>
  )
}
