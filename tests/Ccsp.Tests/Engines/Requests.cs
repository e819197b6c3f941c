using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;

namespace Ccsp.Tests.Engines;

/// <summary>Requests for the engines, with what a test leaves out filled in.</summary>
internal static class Requests
{
    public const string Conversation = "11111111-2222-4333-8444-555555555555";

    public static EngineRequest For(TaskSubmission spec) => new()
    {
        TaskId = "task-1",
        Run = 2,
        Token = "token-1",
        Spec = spec,
        WorkingDirectory = "/home/user/project",
        RunDirectory = "/data/runs/task-1/2",
        ConversationId = Conversation,
    };

    public static string StdinText(this EngineCommand command) => Encoding.UTF8.GetString(command.Stdin.Span);
}
