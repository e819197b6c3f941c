using System.Diagnostics;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// How long one request may wait for its store: for all of its calls together, whether they are answered late or not at all, since each has
/// a deadline of its own and a request makes many. Calls side by side count once. What is long for another reason, such as a check of a
/// login or the end of a task, is not counted.
/// </summary>
internal static class StorePatience
{
    /// <summary>A step of the store that is done in this time is work, not waiting.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    private static readonly AsyncLocal<Budget?> Current = new();

    /// <summary>Of all calls of a request.</summary>
    public static TimeSpan All { get; } = TimeSpan.FromSeconds(4.5);

    /// <summary>
    /// From here on, in this request and what it calls. Once it is disposed of, what goes on without the request has its own time.
    /// </summary>
    public static IDisposable Begin()
    {
        var budget = new Budget();
        Current.Value = budget;
        return budget;
    }

    /// <summary>Nobody waits in vain: a part of the answer was given, or what is waited for is not the store.</summary>
    public static void Renew() => Current.Value?.Renew();

    /// <summary>
    /// One of many steps of a request that says how far it is, or must see everything: it goes on for as long as the store does each
    /// promptly.
    /// </summary>
    public static async Task<T> StepAsync<T>(Task<T> step)
    {
        var began = Stopwatch.GetTimestamp();
        var done = await step;
        if (Stopwatch.GetElapsedTime(began) < Prompt)
            Renew();
        return done;
    }

    /// <summary>What is left for a call that has so much for itself.</summary>
    public static TimeSpan Left(TimeSpan own) => Current.Value?.Left is { } left && left < own ? left : own;

    /// <summary>The store is waited for until this is disposed of.</summary>
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

        /// <summary>Null once the request is over.</summary>
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
