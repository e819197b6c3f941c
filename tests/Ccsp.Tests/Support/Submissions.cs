using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Support;

/// <summary>Submissions with what the test does not care about filled in; change one with <c>with</c>.</summary>
internal static class Submissions
{
    public static TaskSubmission Simple(string prompt = "Say hello.") => new() { Prompt = prompt };

    public static TaskSubmission Urgent(string group = "default") => Simple() with { Priority = Priority.Urgent, Group = group };

    public static TaskSubmission In(string group, Priority priority = Priority.Normal) =>
        Simple() with { Priority = priority, Group = group };

    /// <summary>One submit without an idempotency key.</summary>
    public static Submit Submit(string id, TaskSubmission spec, string caller = "tester") => new(new NewTask(id, spec), caller, null, null);
}
