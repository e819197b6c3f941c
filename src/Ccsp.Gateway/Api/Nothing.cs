using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Api;

/// <summary>The empty object, for routes that take no body members.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Nothing;
