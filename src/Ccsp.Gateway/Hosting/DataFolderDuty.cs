using Ccsp.Gateway.Api;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Hosting;

/// <summary>
/// Notices that the data folder was deleted, moved or replaced under the running gateway, or takes no writes; says so once each way and
/// takes the gateway out of the balancers' lists meanwhile.
/// </summary>
internal sealed partial class DataFolderDuty(string folder, FilesInPlace files, Readiness readiness, StartBackoff starts,
    TimeProvider time,
    ILogger<DataFolderDuty> log)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A trial makes and removes a file, which a disk at rest should not have to do each second.</summary>
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(3);

    private readonly WriteTrial _trial = new(folder);
    private long? _triedAt;
    private bool _isLost;
    private string? _refusal;

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        LookForLoss();
        // While it refuses it is tried each time, so that work goes on as soon as there is room.
        if (_isLost || (_refusal is null && _triedAt is { } at && time.GetElapsedTime(at) < TryEvery))
            return;
        _triedAt = time.GetTimestamp();
        var reason = await _trial.WhyNotAsync(time, cancellationToken);
        if (reason is not null && _refusal is null)
            Log.Refuses(log, folder, reason);
        if (reason is null && _refusal is not null)
            Log.Takes(log, folder);
        _refusal = reason;
        readiness.Set("disk", reason is null, reason is null ? "takes writes" : $"the disk of the data folder {reason}");
        starts.DiskIs(reason is null ? null : $"the disk of the data folder {folder} {reason}");
    }

    private void LookForLoss()
    {
        var lost = files.Lost();
        if (lost is not null && !_isLost)
            Log.Lost(log, folder, lost);
        if (lost is null && _isLost)
            Log.Back(log, folder);
        _isLost = lost is not null;
        readiness.Set("data", !_isLost,
            _isLost ? $"{lost} was deleted, moved or replaced; stop the gateway, put the data folder back and start again"
            : "in its place");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The data folder {Folder} is not what it was: {Path} was deleted, moved or "
            + "replaced while the gateway ran. Nothing is taken any more. Stop the gateway, put the folder back and start again.")]
        public static partial void Lost(ILogger log, string folder, string path);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The data folder {Folder} is in its place again; an embedded store takes work again after a restart")]
        public static partial void Back(ILogger log, string folder);

        [LoggerMessage(Level = LogLevel.Error,
            Message = "The disk of the data folder {Folder} {Reason}. No run can start and /ready says no until it does again.")]
        public static partial void Refuses(ILogger log, string folder, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The disk of the data folder {Folder} takes writes again")]
        public static partial void Takes(ILogger log, string folder);
    }
}
