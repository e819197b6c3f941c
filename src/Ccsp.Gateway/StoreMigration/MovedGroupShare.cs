using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.StoreMigration;

/// <param name="Finish">Virtual finish time of the group in the class.</param>
internal sealed record MovedGroupShare([property: JsonPropertyName("class")] Priority PriorityClass, string Group, double Finish);
