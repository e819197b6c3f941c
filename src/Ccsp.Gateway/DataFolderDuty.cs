using Ccsp.Gateway.Api;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway;

/// <summary>Notices that the data folder was deleted, moved or replaced under the running gateway, says so and takes it out of the balancers' lists.</summary>
internal sealed partial class DataFolderDuty(string folder, FilesInPlace files, Readiness readiness, ILogger<DataFolderDuty> log)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private bool isLost;

    public Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lost = files.Lost();
        if (lost is not null && !isLost)
            Log.Lost(log, folder, lost);
        if (lost is null && isLost)
            Log.Back(log, folder);
        isLost = lost is not null;
        readiness.Set("data", !isLost, isLost ? $"{lost} was deleted, moved or replaced; stop the gateway, put the data folder back and start again" : "in its place");
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The data folder {Folder} is not what it was: {Path} was deleted, moved or replaced while the gateway ran. Nothing is taken any more. Stop the gateway, put the folder back and start again.")]
        public static partial void Lost(ILogger log, string folder, string path);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The data folder {Folder} is in its place again; an embedded store takes work again after a restart")]
        public static partial void Back(ILogger log, string folder);
    }
}
