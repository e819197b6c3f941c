namespace Ccsp.Contracts;

/// <summary>Settings of a <see cref="GatewayClient"/>.</summary>
public sealed record GatewayClientOptions
{
    /// <summary>The default address of a gateway.</summary>
    public static Uri DefaultUrl { get; } = new("http://127.0.0.1:3001");

    /// <summary>The gateway's root address.</summary>
    public Uri Url { get; init; } = DefaultUrl;

    /// <summary>The API key; null for routes that need none.</summary>
    public string? Key { get; init; }

    /// <summary>Without a key: what an error says about it, for example where one was searched.</summary>
    public string? NoKeyBecause { get; init; }

    /// <summary>The clock for all waiting.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Maximum number of attempts of a repeatable request.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Pause before the first repetition; doubled each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time limit of an answer that is not a stream.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a stream tries to reconnect; runs outlive their gateway, so waiting is worthwhile.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A stream that is silent for this long is considered lost and reopened.</summary>
    public TimeSpan StreamIdleTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Receives one sentence when a stream was lost and is being reconnected.</summary>
    public Action<string>? OnReconnect { get; init; }
}
