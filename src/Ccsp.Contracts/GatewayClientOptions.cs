namespace Ccsp.Contracts;

/// <summary>How a <see cref="GatewayClient"/> reaches its gateway.</summary>
public sealed record GatewayClientOptions
{
    /// <summary>Where a gateway listens unless told otherwise.</summary>
    public static Uri DefaultUrl { get; } = new("http://127.0.0.1:3001");

    /// <summary>The gateway's root address.</summary>
    public Uri Url { get; init; } = DefaultUrl;

    /// <summary>The API key; null for what needs none.</summary>
    public string? Key { get; init; }

    /// <summary>Where there is no key: what a refusal says of it, for example where one was looked for.</summary>
    public string? NoKeyBecause { get; init; }

    /// <summary>The clock of all waiting.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How often a request that may be repeated is sent in all.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Pause before the first repetition; doubled before each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an answer may take that is not a stream.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a stream looks for a gateway that went away; runs outlive it, so waiting is worth while.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A stream that is silent for so long is taken for dead and opened anew.</summary>
    public TimeSpan StreamIdleTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Is told in one sentence when a stream was lost and is looked for again.</summary>
    public Action<string>? OnReconnect { get; init; }
}
