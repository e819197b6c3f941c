namespace Ccsp.Gateway.Execution;

/// <summary>What a silence means.</summary>
internal enum SilenceVerdict
{
    TooEarly,

    /// <summary>The processes worked, or have children that still run.</summary>
    Busy,

    /// <summary>There is output: an unfinished line, or on standard error.</summary>
    Wrote,

    Stalled,
}
