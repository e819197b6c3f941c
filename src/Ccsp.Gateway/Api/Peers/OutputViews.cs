using System.Globalization;
using Ccsp.Gateway.Api.Streams;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Opens the standard output of a run on any instance.</summary>
internal sealed class OutputViews
{
    private readonly RunOwner _owner;
    private readonly PeerRequests _peers;
    private readonly RunFolders _folders;
    private readonly OutputGrowth _growth;
    private readonly TimeProvider _time;
    private readonly ILogger<OutputViews> _log;
    private readonly string _copies;

    public OutputViews(
        RunOwner owner, PeerRequests peers, RunFolders folders, OutputGrowth growth, TimeProvider time, ILogger<OutputViews> log)
    {
        (_owner, _peers, _folders, _growth, _time, _log) = (owner, peers, folders, growth, time, log);
        _copies = folders.Root + "-of-others";
        // Left by a killed gateway and no longer in use.
        FolderRemoval.Remove(_copies);
    }

    public async Task<OutputView> OpenAsync(string taskId, int run, CancellationToken cancellationToken)
    {
        if (await _owner.FindAsync(taskId, run, cancellationToken) is null)
            return new LocalOutput(_folders.Stdout(taskId, run), () => _growth(taskId, run));
        _folders.Data.Create(_copies);
        var request = string.Create(CultureInfo.InvariantCulture, $"{ApiVersion.Prefix}/tasks/{taskId}/output?run={run}&follow=true");
        return new MirroredOutput(
            _peers, ending => _owner.FindAsync(taskId, run, ending), request, Path.Combine(_copies, Guid.NewGuid().ToString("N")), _time,
                _log);
    }
}
