using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>Turns pictures by 0, 90, 180 or 270 degrees, each as often; those that are not square by 0 or 180.</summary>
public sealed record Turn : Augmentation
{
    /// <summary>Turns a picture by quarters.</summary>
    /// <param name="values">The picture, in place.</param>
    /// <param name="picture">Height × width × channels; square where the number of quarters is odd.</param>
    /// <param name="quarters">How many quarters, anticlockwise; any number.</param>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or the picture would not keep its shape.</exception>
    public static void By(Span<float> values, Shape picture, int quarters)
    {
        if (picture.Rank != 3 || values.Length != picture.Size)
        {
            throw new ArgumentException($"A picture of {picture} (height × width × channels) does not have {values.Length} numbers.", nameof(values));
        }

        if ((quarters & 1) != 0)
        {
            if (picture[0] != picture[1])
            {
                throw new ArgumentException($"A picture of {picture} is not square: a quarter turn would change its shape.", nameof(picture));
            }

            SquareSymmetry.MirrorColumns(values, picture);
            SquareSymmetry.Transpose(values, picture);
        }

        if ((quarters & 2) != 0)
        {
            SquareSymmetry.MirrorColumns(values, picture);
            SquareSymmetry.MirrorRows(values, picture);
        }
    }

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random) =>
        By(values, picture, picture[0] == picture[1] ? random.NextInt(4) : 2 * random.NextInt(2));
}
