using System.Globalization;
using Ccsp.Gateway.Api.Streams;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Opens the standard output of runs, whichever instance has it.</summary>
internal sealed class OutputViews
{
    private readonly RunOwner owner;
    private readonly PeerRequests peers;
    private readonly RunFolders folders;
    private readonly OutputGrowth growth;
    private readonly TimeProvider time;
    private readonly ILogger<OutputViews> log;
    private readonly string copies;

    public OutputViews(
        RunOwner owner, PeerRequests peers, RunFolders folders, OutputGrowth growth, TimeProvider time, ILogger<OutputViews> log)
    {
        (this.owner, this.peers, this.folders, this.growth, this.time, this.log) = (owner, peers, folders, growth, time, log);
        copies = folders.Root + "-of-others";
        // What a killed gateway left; nobody looks at it any more.
        FolderRemoval.Remove(copies);
    }

    public async Task<OutputView> OpenAsync(string taskId, int run, CancellationToken stop)
    {
        if (await owner.FindAsync(taskId, run, stop) is null)
            return new LocalOutput(folders.Stdout(taskId, run), () => growth(taskId, run));
        folders.Data.Create(copies);
        var request = string.Create(CultureInfo.InvariantCulture, $"{ApiVersion.Prefix}/tasks/{taskId}/output?run={run}&follow=true");
        return new MirroredOutput(
            peers, ending => owner.FindAsync(taskId, run, ending), request, Path.Combine(copies, Guid.NewGuid().ToString("N")), time, log);
    }
}
