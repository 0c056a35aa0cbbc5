using Adjoint.Data;

namespace Adjoint.Models;

/// <summary>A picture to score a model on. It is read when its turn comes, so that a folder need not fit into memory.</summary>
/// <param name="Name">Its name, to which its noise belongs: the same picture under the same name gets the same noise, whatever stands beside it.</param>
/// <param name="Read">Reads it; called from any thread.</param>
public sealed record NamedPicture(string Name, Func<Picture> Read);
