import type { CreateOrderRequest, ErrorDetail } from '@onsale/api-client';
import type { PickedLine } from '../event/basket.ts';
import { EMAIL_LENGTH, EMAIL_PATTERN } from './email-address.ts';
import {
  type AnswerValues,
  answersOf,
  type Slot,
  slotIdOfAnswer,
  unanswered,
  valuesOf,
} from './questions.ts';

/** What a buyer fills in. */
export interface BuyerForm {
  name: string;
  email: string;
  paymentMethod: string;
  answers: AnswerValues;
  /** The version of the terms that was accepted; undefined while the box is empty. */
  terms: string | undefined;
}

/**
 * What is wrong with a field: `hidden` characters can't be seen, or change the direction of others;
 * `refused` is what only the server objects to.
 */
export type FieldProblem = 'missing' | 'too-long' | 'hidden' | 'not-an-address' | 'refused';

/** By field: `name`, `email`, `terms`, `paymentMethod`, or the id of a slot after `answer:`. */
export type FormProblems = Readonly<Record<string, FieldProblem>>;

/** The API's own limits; the tests compare them. */
export const NAME_LENGTH = 200;
export const ANSWER_LENGTH = 500;

// Control characters, line ends, and format characters such as those that turn the direction of a
// text around. Joiners and selectors belong to some scripts, so the server alone judges them.
const HIDDEN = /[\p{Cc}\u2028\u2029\u2800]|(?![\u200c\u200d])\p{Cf}/u;

/** The field of an answer. */
export function answerField(slotId: string): string {
  return `answer:${slotId}`;
}

/** A form that is empty, or filled with what was sent before. */
export function initialForm(sent: CreateOrderRequest | undefined): BuyerForm {
  return {
    name: sent?.customer.name ?? '',
    email: sent?.customer.email ?? '',
    paymentMethod: sent?.paymentMethod ?? '',
    answers: valuesOf(sent?.answers),
    terms: sent?.terms,
  };
}

/** What can be seen without asking the server, which has the last word. */
export function checkForm(
  form: BuyerForm,
  asked: { slots: readonly Slot[]; termsVersion: string | undefined },
): FormProblems {
  const problems: Record<string, FieldProblem> = {};
  const note = (field: string, problem: FieldProblem | undefined) => {
    if (problem !== undefined) problems[field] = problem;
  };
  note('name', checkText(form.name, { most: NAME_LENGTH, isRequired: true }));
  note('email', checkEmail(form.email));
  const missing = new Set(unanswered(asked.slots, form.answers));
  for (const slot of asked.slots) {
    const value = missing.has(slot) ? '' : (form.answers[slot.id] ?? '');
    const { required: isRequired } = slot.question;
    note(answerField(slot.id), checkText(value, { most: ANSWER_LENGTH, isRequired }));
  }
  if (asked.termsVersion !== undefined && form.terms !== asked.termsVersion) {
    note('terms', 'missing');
  }
  return problems;
}

/** `shownTotal` is what the buyer was shown; the gateway orders nothing at another price. */
export function toRequest(
  form: BuyerForm,
  order: {
    lines: readonly PickedLine[];
    shownTotal: number;
    slots: readonly Slot[];
    termsVersion: string | undefined;
    /** In which the buyer reads the page, and then the mails. */
    language: string;
    code?: string | undefined;
  },
): CreateOrderRequest {
  const { lines, shownTotal, slots, termsVersion, language, code } = order;
  const answers = answersOf(slots, form.answers);
  return {
    customer: { name: form.name.trim(), email: form.email.trim() },
    items: lines.map(({ ticket, qty }) => ({ ticketId: ticket.id, qty })),
    paymentMethod: form.paymentMethod,
    expectedTotal: shownTotal,
    ...(answers === undefined ? {} : { answers }),
    ...(termsVersion === undefined ? {} : { terms: termsVersion }),
    language,
    ...(code === undefined ? {} : { code }),
  };
}

/**
 * The fields that the server objects to, by the paths of its answer; what is wrong is told from what
 * was sent, since the server's words are English. Empty when it is about no field.
 */
export function problemsOfDetails(
  details: readonly ErrorDetail[],
  sent: CreateOrderRequest,
): FormProblems {
  const problems: Record<string, FieldProblem> = {};
  for (const { path } of details) {
    const [, index] = /^answers\[(\d+)\]/.exec(path) ?? [];
    const slotId = index === undefined ? undefined : slotIdOfAnswer(sent.answers, Number(index));
    if (path === 'customer.name') {
      const { name } = sent.customer;
      problems['name'] = checkText(name, { most: NAME_LENGTH, isRequired: true }) ?? 'refused';
    } else if (path === 'customer.email') {
      problems['email'] = checkEmail(sent.customer.email) ?? 'not-an-address';
    } else if (path === 'paymentMethod') problems['paymentMethod'] = 'refused';
    else if (path === 'terms') problems['terms'] = 'missing';
    else if (slotId !== undefined) problems[answerField(slotId)] = 'refused';
  }
  return problems;
}

function checkText(
  text: string,
  rule: { most: number; isRequired: boolean },
): FieldProblem | undefined {
  if (text.trim() === '') return rule.isRequired ? 'missing' : undefined;
  if (text.trim().length > rule.most) return 'too-long';
  return HIDDEN.test(text.trim()) ? 'hidden' : undefined;
}

function checkEmail(email: string): FieldProblem | undefined {
  const problem = checkText(email, { most: EMAIL_LENGTH, isRequired: true });
  return problem ?? (EMAIL_PATTERN.test(email.trim()) ? undefined : 'not-an-address');
}
