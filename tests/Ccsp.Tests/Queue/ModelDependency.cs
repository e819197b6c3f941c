using Ccsp.Contracts;

namespace Ccsp.Tests.Queue;

/// <param name="Open">The child still waits for the parent.</param>
internal sealed record ModelDependency(string Parent, string Child, ParentFailure OnFailure, bool Open);
