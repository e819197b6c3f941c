using System.Diagnostics;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// Limits how long one request may wait for the store: for all of its calls together, because each has its own time limit and a request
/// makes many. Concurrent calls count once. Other long waits, such as a login check or the end of a task, do not count.
/// </summary>
internal static class StorePatience
{
    /// <summary>A call that finishes within this time is work, not waiting.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    private static readonly AsyncLocal<Budget?> Current = new();

    /// <summary>For all calls of a request.</summary>
    public static TimeSpan All { get; } = TimeSpan.FromSeconds(4.5);

    /// <summary>
    /// Starts the limit for this request and what it calls. After disposal, work that goes on without the request is unlimited.
    /// </summary>
    public static IDisposable Begin()
    {
        var budget = new Budget();
        Current.Value = budget;
        return budget;
    }

    /// <summary>Restarts the limit: a part of the answer was sent, or the request waits for something other than the store.</summary>
    public static void Renew() => Current.Value?.Renew();

    /// <summary>
    /// One of many steps of a request that reports progress or must see everything: it continues as long as each step is prompt.
    /// </summary>
    public static async Task<T> StepAsync<T>(Task<T> step)
    {
        var began = Stopwatch.GetTimestamp();
        var done = await step;
        if (Stopwatch.GetElapsedTime(began) < Prompt)
            Renew();
        return done;
    }

    /// <summary>The remaining time for a call with its own limit.</summary>
    public static TimeSpan Left(TimeSpan own) => Current.Value?.Left is { } left && left < own ? left : own;

    /// <summary>Counts as waiting for the store until disposed.</summary>
    public static Waiting Wait() => new(Current.Value);

    internal readonly struct Waiting : IDisposable
    {
        private readonly Budget? _budget;

        public Waiting(Budget? budget)
        {
            _budget = budget;
            budget?.Enter();
        }

        public void Dispose() => _budget?.Leave();
    }

    internal sealed class Budget : IDisposable
    {
        private readonly Lock _gate = new();
        private int _calls;
        private long _since;
        private TimeSpan _spent;
        private bool _isOver;

        /// <summary>Null after the end of the request.</summary>
        public TimeSpan? Left
        {
            get
            {
                lock (_gate)
                {
                    var left = All - _spent - (_calls > 0 ? Stopwatch.GetElapsedTime(_since) : TimeSpan.Zero);
                    return _isOver ? null : left > TimeSpan.Zero ? left : TimeSpan.Zero;
                }
            }
        }

        public void Enter()
        {
            lock (_gate)
            {
                if (_calls++ == 0)
                    _since = Stopwatch.GetTimestamp();
            }
        }

        public void Leave()
        {
            lock (_gate)
            {
                if (--_calls == 0)
                    _spent += Stopwatch.GetElapsedTime(_since);
            }
        }

        public void Renew()
        {
            lock (_gate)
                (_spent, _since) = (TimeSpan.Zero, Stopwatch.GetTimestamp());
        }

        public void Dispose()
        {
            lock (_gate)
                _isOver = true;
        }
    }
}
