namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The server's condition as observed by all connections of a store. Each change is logged once, not with every call.</summary>
internal sealed partial class RedisCondition(RedisOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Pseudo-connection: a server that refuses writes still answers reads, so only a successful write ends this fault.</summary>
    public const string Writes = "writes";

    /// <summary>
    /// A fault ends when nothing has failed for this long: connections notice a new primary or a restored network at different times, and
    /// until all have, it is one fault.
    /// </summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    /// <summary>A refusal ends when other calls succeeded for this long without it: every needed command is used more often.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private bool _isLost;
    private string? _reason;
    private long _failedAt;
    private bool _isFull;
    private string? _primary;

    /// <summary>Whether commands fail and this has been reported.</summary>
    public bool IsLost
    {
        get
        {
            lock (_gate)
                return _isLost || _refusals.Count > 0;
        }
    }

    /// <summary>The reported fault, for people; null: none.</summary>
    public string? Trouble
    {
        get
        {
            lock (_gate)
            {
                if (_refusals.Count > 0)
                    return string.Join(' ', _refusals.Keys.Order(StringComparer.Ordinal));
                if (_isLost)
                    return $"does not take commands: {_reason}";
                return _isFull
                    ? "has reached its maxmemory: new tasks are refused, and what it holds is worked off. Raise it: redis-cli CONFIG SET "
                        + "maxmemory BYTES"
                    : null;
            }
        }
    }

    /// <param name="text">What the server refuses.</param>
    /// <returns>The exception for the caller.</returns>
    public StoreUnavailable Refused(string text, Exception cause)
    {
        lock (_gate)
        {
            if (!_refusals.ContainsKey(text))
                Log.Refused(logger, options.Name, text);
            _refusals[text] = time.GetTimestamp();
        }

        return new StoreUnavailable(text, cause) { IsLogged = true, Advice = text };
    }

    /// <param name="line">The connection that got an answer.</param>
    public void Answered(string line)
    {
        lock (_gate)
        {
            _silent.Remove(line);
            EndRefusals();
            if (!_isLost || _silent.Count > 0 || time.GetElapsedTime(_failedAt) < Quiet)
                return;
            _isLost = false;
            Log.Back(logger, options.Name);
        }
    }

    /// <param name="line">The connection that got none.</param>
    public void Lost(string line, string reason)
    {
        lock (_gate)
        {
            _silent.Add(line);
            _reason = reason;
            _failedAt = time.GetTimestamp();
            if (_isLost)
                return;
            _isLost = true;
            Log.Lost(logger, options.Name, options.ToString(), reason);
        }
    }

    /// <summary>A write succeeded.</summary>
    public void Wrote() => Answered(Writes);

    public void Full()
    {
        lock (_gate)
        {
            if (!_isFull)
                Log.Full(logger, options.Name);
            _isFull = true;
        }
    }

    /// <summary>A write was refused because the server is full.</summary>
    public StorageFull RefusedAsFull(Exception? cause = null)
    {
        Full();
        return new StorageFull("The Redis server has reached its maxmemory.", cause) { IsLogged = true };
    }

    public void HasCapacity()
    {
        lock (_gate)
        {
            if (_isFull)
                Log.HasSpace(logger, options.Name);
            _isFull = false;
        }
    }

    /// <summary>A connection to this primary was made.</summary>
    public void Led(string server)
    {
        lock (_gate)
        {
            if (_primary is { } before && before != server)
                Log.FailedOver(logger, options.Name, before, server);
            _primary = server;
        }
    }

    private void EndRefusals()
    {
        if (_refusals.Count == 0)
            return;
        foreach (var (text, at) in _refusals.ToList())
        {
            if (time.GetElapsedTime(at) > Allowed)
                _refusals.Remove(text);
        }

        if (_refusals.Count == 0)
            Log.Allowed(logger, options.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The Redis server of the store {Name} refuses this gateway: {Text} "
            + "Tasks are neither accepted nor started as long as it does.")]
        public static partial void Refused(ILogger logger, string name, string text);

        [LoggerMessage(Level = LogLevel.Information,
            Message = "The Redis server of the store {Name} does not refuse this gateway any more.")]
        public static partial void Allowed(ILogger logger, string name);

        [LoggerMessage(Level = LogLevel.Error, Message = "The Redis server of the store {Name} at {Place} does not take commands: "
            + "{Reason}. Tasks are neither accepted nor started until it does.")]
        public static partial void Lost(ILogger logger, string name, string place, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The Redis server of the store {Name} takes commands again.")]
        public static partial void Back(ILogger logger, string name);

        [LoggerMessage(Level = LogLevel.Error, Message = "The Redis server of the store {Name} has reached its maxmemory. What it holds "
            + "is worked off; new tasks are refused. Raise it: redis-cli CONFIG SET maxmemory BYTES.")]
        public static partial void Full(ILogger logger, string name);

        [LoggerMessage(Level = LogLevel.Information, Message = "The Redis server of the store {Name} has free memory again.")]
        public static partial void HasSpace(ILogger logger, string name);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The store {Name} failed over: its primary was {Before} and is {Now}.")]
        public static partial void FailedOver(ILogger logger, string name, string before, string now);
    }
}
