using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp sessions check</c></summary>
internal static class SessionCheckCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var name = SessionsCommand.Name();
        var command = new Command(
            "check", "Ask the engine now whether a profile is logged in; exit code 5 when it is not, 1 when it gives no answer")
        {
            name, JsonOutput.Option,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var session = await client.CheckSessionAsync(
                await SessionsCommand.ProfileAsync(client, parsed.GetValue(name), cancellationToken), cancellationToken);
            var exit = SessionOutput.Write(shell, session, parsed.GetValue(JsonOutput.Option));
            return exit == ExitCodes.Done && WhyNoAnswer(session) is { } why ? Failures.Say(shell, why, ExitCodes.Failed) : exit;
        });
        return command;
    }

    /// <summary>An answer of the engine clears the last error or counts as a failure; without one the state is that of before.</summary>
    private static string? WhyNoAnswer(SessionView session) => session switch
    {
        { LastError: { } error } => $"the engine gave no answer, so this is what was known before: {error}",
        { State: SessionState.Unknown } => $"the engine of profile {session.Profile} has no login to ask for",
        _ => null,
    };
}
