using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>A validated submission on its way into the store.</summary>
/// <param name="Id">Minted before the submit, so that the answer to a repeated command can be recognised.</param>
/// <param name="Spec">What the caller sent, with a canonical working directory.</param>
/// <param name="Conversation">Identifies the conversation it goes on with; null: it begins its own.</param>
internal sealed record NewTask(string Id, TaskSubmission Spec, string? Conversation = null);
