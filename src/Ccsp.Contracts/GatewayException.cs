using System.Net;

namespace Ccsp.Contracts;

/// <summary>The only exception of <see cref="GatewayClient"/>: the gateway is unreachable or refused.</summary>
public sealed class GatewayException : Exception
{
    private GatewayException(string message, Problem? problem, int exitCode, Exception? inner)
        : base(message, inner)
    {
        Problem = problem;
        ExitCode = exitCode;
    }

    /// <summary>The gateway's answer; null when it was unreachable.</summary>
    public Problem? Problem { get; }

    /// <summary>The matching exit code of <c>ccsp</c>, one of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The gateway is unreachable.</summary>
    /// <param name="url">The address.</param>
    /// <param name="cause">The connection error.</param>
    /// <returns>The message says how to fix it.</returns>
    public static GatewayException Unreachable(Uri url, Exception? cause)
    {
        ArgumentNullException.ThrowIfNull(url);
        var address = url.GetLeftPart(UriPartial.Authority);
        return new(
            $"the gateway at {address} cannot be reached ({Innermost(cause)}); start it with 'ccsp serve', or name "
                + "another with --url or CCSP_URL",
            null,
            ExitCodes.Unreachable,
            cause);
    }

    /// <summary>The gateway answered with an error.</summary>
    /// <param name="problem">The answer.</param>
    /// <param name="noKeyBecause">Why no key was sent, if so.</param>
    /// <returns>Its message is the answer's detail.</returns>
    public static GatewayException From(Problem problem, string? noKeyBecause = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new(Text(problem, noKeyBecause), problem, ExitCodeOf(problem.Status), null);
    }

    private static int ExitCodeOf(int status) => (HttpStatusCode)status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage => ExitCodes.Refused,
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => ExitCodes.Usage,
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => ExitCodes.Unreachable,
        _ => ExitCodes.Failed,
    };

    private static string Text(Problem problem, string? noKeyBecause)
    {
        var text = problem.Detail;
        var untold = problem.Errors?.Where(error => !text.Contains($"{error.Key}: {error.Value}", StringComparison.Ordinal)).ToList() ?? [];
        if (problem.Errors is { Count: > 1 } && untold.Count > 0)
            text += " (" + string.Join("; ", untold.Select(error => $"{error.Key}: {error.Value}")) + ")";
        if (problem.Status == (int)HttpStatusCode.Unauthorized)
            text = text.TrimEnd('.') + "; give a key with --key, CCSP_API_KEY or the file local.key of the data folder"
                + $"{(noKeyBecause is null ? "" : $" ({noKeyBecause})")}";
        return problem.RetryAfterSeconds is { } seconds ? $"{text.TrimEnd('.')}; try again in {seconds} s" : text;
    }

    private static string Innermost(Exception? cause)
    {
        while (cause?.InnerException is { } inner)
            cause = inner;
        return cause?.Message ?? "no answer";
    }
}
