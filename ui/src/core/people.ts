import type { ProjectView, RoleView } from "./bindings";
import { textOf } from "./words";

/** Whether whoever is there sees samples, results and settings; others see their sessions only. */
export function seesProject(project: ProjectView | null | undefined): project is ProjectView {
  return project !== null && project !== undefined && project.steps.length > 0;
}

/** The roles, in the order in which most projects need them. */
export const ROLES: readonly RoleView[] = ["reader", "coordinator", "auditor", "facilitator"];

/** What a role is called. */
export function roleTitle(role: RoleView): string {
  return textOf("vault", `role.${role}.title`) ?? role;
}

/** What a role may do, in a sentence. */
export function roleMay(role: RoleView): string {
  return textOf("vault", `role.${role}.may`) ?? "";
}
