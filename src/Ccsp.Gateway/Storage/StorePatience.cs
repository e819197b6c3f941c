using System.Diagnostics;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// How long one request may wait for a store that does not answer: for all of its calls together, since each has a deadline of its own and a
/// request makes several. What is long for another reason, such as a check of a login, is not counted.
/// </summary>
internal static class StorePatience
{
    /// <summary>A call that answers sooner ends the trouble.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1);

    private static readonly AsyncLocal<Trouble?> Current = new();

    /// <summary>Of all calls of a request.</summary>
    public static TimeSpan All { get; } = TimeSpan.FromSeconds(4.5);

    /// <summary>From here on, in this request and what it calls.</summary>
    public static void Begin() => Current.Value = new Trouble();

    /// <summary>What is left for a call that has so much for itself.</summary>
    public static TimeSpan Left(TimeSpan own)
    {
        var left = Current.Value?.Since is { } since ? All - Stopwatch.GetElapsedTime(since) : All;
        return Current.Value is null || left > own ? own : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A call that began then has ended.</summary>
    /// <param name="began">By the stopwatch.</param>
    /// <param name="answered">Whether the store answered.</param>
    public static void Ended(long began, bool answered)
    {
        if (Current.Value is not { } trouble)
            return;
        if (!answered || Stopwatch.GetElapsedTime(began) >= Prompt)
            trouble.Since ??= began;
        else
            trouble.Since = null;
    }

    private sealed class Trouble
    {
        private long since = long.MinValue;

        /// <summary>When the first call began that was not answered promptly; null while all were.</summary>
        public long? Since
        {
            get => Interlocked.Read(ref since) is var began and not long.MinValue ? began : null;
            set => Interlocked.Exchange(ref since, value ?? long.MinValue);
        }
    }
}
