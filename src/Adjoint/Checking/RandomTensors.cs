using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>Tensors of random entries. Everything is drawn from a seeded generator, so that a failure repeats.</summary>
public static class RandomTensors
{
    /// <summary>Entries spread evenly over −2 … 3.</summary>
    /// <param name="random">Draws them.</param>
    /// <param name="shape">The shape.</param>
    public static Tensor<double> Next(Random random, Shape shape) => Next(random, shape, new Interval(-2, 3));

    /// <summary>Entries of an interval. Where it has no end they are of many magnitudes; its ends are drawn too.</summary>
    /// <param name="random">Draws them.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="range">The interval.</param>
    public static Tensor<double> Next(Random random, Shape shape, Interval range)
    {
        ArgumentNullException.ThrowIfNull(random);
        Tensor<double> tensor = new(shape);
        foreach (ref double entry in tensor.Span)
        {
            entry = Number(random, range);
        }

        return tensor;
    }

    /// <summary>Small whole numbers, −3 … 3: sums and products of them are exact, whatever their order.</summary>
    /// <param name="random">Draws them.</param>
    /// <param name="shape">The shape.</param>
    public static Tensor<double> Whole(Random random, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(random);
        Tensor<double> tensor = new(shape);
        foreach (ref double entry in tensor.Span)
        {
            entry = random.Next(-3, 4);
        }

        return tensor;
    }

    /// <summary>One number of an interval.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="range">The interval.</param>
    public static double Number(Random random, Interval range)
    {
        ArgumentNullException.ThrowIfNull(random);
        bool bounded = double.IsFinite(range.Lower) && double.IsFinite(range.Upper);
        if (bounded)
        {
            return random.Next(8) switch
            {
                0 => range.Lower,
                1 => range.Upper,
                _ => Math.Clamp(range.Lower + ((range.Upper - range.Lower) * random.NextDouble()), range.Lower, range.Upper),
            };
        }

        double size = (random.Next(8) == 0 ? 0 : random.NextDouble()) * Math.Pow(10, random.Next(-1, 3));
        double origin = double.IsFinite(range.Lower) ? range.Lower : double.IsFinite(range.Upper) ? range.Upper : 0;
        int sign = double.IsFinite(range.Lower) ? 1 : double.IsFinite(range.Upper) ? -1 : (2 * random.Next(2)) - 1;
        return origin + (sign * size);
    }
}
