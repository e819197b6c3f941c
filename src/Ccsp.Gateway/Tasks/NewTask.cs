using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>A validated submission on its way into the store.</summary>
/// <param name="Id">Minted before the submit, so that the answer to a repeated command can be recognised.</param>
/// <param name="Spec">What the caller sent, with a canonical working directory.</param>
internal sealed record NewTask(string Id, TaskSubmission Spec);
