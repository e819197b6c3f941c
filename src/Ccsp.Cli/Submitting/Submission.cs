using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli.Submitting;

/// <summary>Describes a task and hands it in.</summary>
internal static class Submission
{
    public static async Task<TaskView> SendAsync(
        GatewayClient client, SubmissionOptions options, ParseResult parsed, Shell shell, CancellationToken cancellationToken)
    {
        var task = await options.ReadAsync(parsed, shell, client, cancellationToken);
        try
        {
            return await client.SubmitAsync(task, options.IdempotencyKey(parsed), cancellationToken: cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new CliFailure(
                "interrupted before the gateway answered; it may have accepted the task ('ccsp tasks list' shows it)",
                ExitCodes.Interrupted);
        }
    }
}
