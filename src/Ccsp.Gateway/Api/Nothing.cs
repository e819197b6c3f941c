using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Api;

/// <summary>A body without members, for routes that take none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Nothing;
