using System.Runtime.CompilerServices;
using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// A random change of a picture that leaves it what it is: more of it to learn from. Derive from it to change pictures in your own way; add the kind to
/// <see cref="AugmentationTable"/> to name it in training files.
/// </summary>
/// <remarks>
/// <para>A change is a function of the picture and of the random numbers alone, so the same key gives the same bits on any thread.</para>
/// <para>Geometric changes are resampled bilinearly from the source with pixel centres at whole coordinates; what lies outside is stated by
/// <see cref="Outside"/>. A change by whole pixels, and none at all, are exact.</para>
/// </remarks>
public abstract record Augmentation
{
    /// <summary>How often a picture is changed at all, from 0 to 1. A change of a picture's size is always made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double Probability
    {
        get;
        init => field = InRange(value, 0, 1);
    } = 1;

    /// <summary>The shape of a changed picture, no larger than the picture; most changes keep it.</summary>
    /// <param name="picture">Height × width × channels.</param>
    /// <exception cref="ArgumentException">Pictures of this shape cannot be changed so.</exception>
    public virtual Shape Result(Shape picture) => picture;

    /// <summary>Changes a picture in place. Several threads may call this at the same time.</summary>
    /// <param name="values">The picture, height × width × channels; the first elements of <see cref="Result"/> hold the changed one afterwards.</param>
    /// <param name="picture">Its shape.</param>
    /// <param name="random">Where random numbers come from.</param>
    /// <exception cref="ArgumentException">The shape is no picture's, or the number of values is not that of the shape.</exception>
    public void Apply(Span<float> values, Shape picture, KeyedRandom random)
    {
        if (picture.Rank != 3 || values.Length != picture.Size)
        {
            throw new ArgumentException($"A picture of {picture} (height × width × channels) does not have {values.Length} numbers.", nameof(values));
        }

        if ((Probability >= 1 || random.NextUniform() < Probability || Result(picture) != picture) && values.Length > 0)
        {
            Change(values, picture, ref random);
        }
    }

    /// <summary>Makes the change; the picture has at least one number.</summary>
    /// <param name="values">The picture; the first elements of <see cref="Result"/> must hold the changed one afterwards.</param>
    /// <param name="picture">Its shape, height × width × channels.</param>
    /// <param name="random">Where random numbers come from.</param>
    protected abstract void Change(Span<float> values, Shape picture, ref KeyedRandom random);

    /// <summary>A setting, if it is in its range.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="least">Its least value.</param>
    /// <param name="most">Its greatest value.</param>
    /// <param name="name">What it is called; the property where this is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    private protected static double InRange(double value, double least, double most = double.MaxValue, [CallerMemberName] string name = "") =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, most == double.MaxValue ? $"{name} is at least {least} and finite." : $"{name} is from {least} to {most}.");

    /// <summary>A number spread evenly between two; the first one exactly where both are equal.</summary>
    private protected static double Between(double low, double high, ref KeyedRandom random) => low + ((high - low) * random.NextUniform());
}
