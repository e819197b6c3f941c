namespace Ccsp.Contracts;

/// <summary>Exit codes of <c>ccsp</c>.</summary>
public static class ExitCodes
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>The task or the command failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is invalid.</summary>
    public const int Usage = 2;

    /// <summary>The gateway is unreachable.</summary>
    public const int Unreachable = 3;

    /// <summary>The gateway refused: no key, a limit, no capacity.</summary>
    public const int Refused = 4;

    /// <summary>A check has findings.</summary>
    public const int Findings = 5;

    /// <summary>Interrupted by the user.</summary>
    public const int Interrupted = 130;
}
