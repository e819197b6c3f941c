using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>A submission with what it takes over from the task it goes on with.</summary>
/// <param name="Spec">The submission; it is still to be judged.</param>
/// <param name="Conversation">What tells its conversation from others; null: it begins its own.</param>
/// <param name="Folder">The folder that the other task had for itself, which lies where no submission may point.</param>
/// <param name="Error">Why it cannot go on; null: it can.</param>
internal sealed record Resumed(TaskSubmission Spec, string? Conversation = null, string? Folder = null, string? Error = null)
{
    /// <param name="judged">The submission, as it was found acceptable.</param>
    public NewTask AsTask(string id, TaskSubmission judged) =>
        new(id, Folder is null ? judged : judged with { WorkingDirectory = judged.WorkingDirectory ?? Folder }, Conversation);
}
