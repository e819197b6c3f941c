namespace Ccsp.Gateway.Api.Reading;

/// <summary>Finds an existing directory.</summary>
/// <param name="path">Absolute.</param>
/// <returns>Its canonical path: links resolved, no trailing slash; null when there is no such directory.</returns>
internal delegate string? FindDirectory(string path);
