using Adjoint.Data.Augmentations;
using Adjoint.Tensors;

namespace Adjoint.Data.Corruptions;

/// <summary>
/// What a camera, a channel or a lens does to a picture, and what restoration has to undo: everything stays in its place. Derive from it for your own.
/// </summary>
/// <remarks>Values are 0 black to 1 white; noisy ones are not clipped.</remarks>
public abstract record Corruption : Augmentation
{
    /// <inheritdoc/>
    public sealed override Shape Result(Shape picture) => picture;
}
