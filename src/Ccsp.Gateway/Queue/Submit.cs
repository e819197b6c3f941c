using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>One submit.</summary>
/// <param name="Caller">Scope of the idempotency key.</param>
/// <param name="IdempotencyKey">Same key and content return the same task; other content is a conflict.</param>
/// <param name="ContentHash">Hash of the submission as it was sent; compared under the same key.</param>
internal sealed record Submit(NewTask Task, string Caller, string? IdempotencyKey, string? ContentHash);
