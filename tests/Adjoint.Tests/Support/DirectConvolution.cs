using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>
/// Convolution and correlation written down from their definitions, index by index, with no code of the library:
/// <c>conv: out[i] = Σ_k w[k] ỹ[i + s − k]</c>, <c>corr: out[i] = Σ_k w[k] ỹ[i + k − s]</c>, s = ⌊(K − 1)/2⌋, and
/// <c>full: out[n] = Σ_k w[k] y[n − k]</c>.
/// </summary>
public static class DirectConvolution
{
    /// <summary>Over all axes, by a boundary.</summary>
    public static Tensor<double> Of(Tensor<double> w, Tensor<double> y, Boundary boundary, bool flips)
    {
        if (boundary is Boundary.Full or Boundary.Valid)
        {
            // Correlation is convolution with the smaller one flipped.
            bool signalIsSmaller = w.Shape.Zip(y.Shape).Any(pair => pair.First > pair.Second);
            Tensor<double> full = flips ? Full(w, y) : signalIsSmaller ? Full(w, Reversed(y)) : Full(Reversed(w), y);
            return boundary == Boundary.Full ? full : Middle(full, w.Shape, y.Shape);
        }

        Tensor<double> result = new(y.Shape);
        foreach (int[] i in Indices(y.Shape))
        {
            foreach (int[] k in Indices(w.Shape))
            {
                int[] place = [.. i.Select((index, axis) =>
                {
                    int s = (w.Shape[axis] - 1) / 2;
                    return flips ? index + s - k[axis] : index + k[axis] - s;
                })];
                result[i] += w[k] * Extended(y, place, boundary);
            }
        }

        return result;
    }

    /// <summary>A value of the extended signal: each axis goes on by itself.</summary>
    public static double Extended(Tensor<double> y, int[] place, Boundary boundary)
    {
        int[] source = new int[place.Length];
        for (int axis = 0; axis < place.Length; axis++)
        {
            if (Source(place[axis], y.Shape[axis], boundary) is not int index)
            {
                return 0;
            }

            source[axis] = index;
        }

        return y[source];
    }

    /// <summary>Every index of a shape.</summary>
    public static IEnumerable<int[]> Indices(Shape shape)
    {
        for (int flat = 0; flat < shape.Size; flat++)
        {
            int[] index = new int[shape.Rank];
            int rest = flat;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }

            yield return index;
        }
    }

    /// <summary>One step at a time towards the signal, as the pictures of the extensions show it.</summary>
    private static int? Source(int place, int length, Boundary boundary)
    {
        while (place < 0 || place >= length)
        {
            switch (boundary)
            {
                case Boundary.Circular:
                    place += place < 0 ? length : -length;
                    break;
                case Boundary.Reflect when length == 1:
                    place = 0;
                    break;
                case Boundary.Reflect:
                    place = place < 0 ? -place : (2 * (length - 1)) - place;
                    break;
                case Boundary.Symmetric:
                    place = place < 0 ? -1 - place : (2 * length) - 1 - place;
                    break;
                case Boundary.Replicate:
                    place = place < 0 ? 0 : length - 1;
                    break;
                default:
                    return null;
            }
        }

        return place;
    }

    private static Tensor<double> Full(Tensor<double> w, Tensor<double> y)
    {
        Tensor<double> result = new([.. w.Shape.Zip(y.Shape, (a, b) => a + b - 1)]);
        foreach (int[] k in Indices(w.Shape))
        {
            foreach (int[] m in Indices(y.Shape))
            {
                result[[.. k.Zip(m, (a, b) => a + b)]] += w[k] * y[m];
            }
        }

        return result;
    }

    /// <summary>The part of full where one lies wholly within the other: from the smaller length less one, as many as they differ and one.</summary>
    private static Tensor<double> Middle(Tensor<double> full, Shape w, Shape y)
    {
        Tensor<double> result = new([.. w.Zip(y, (a, b) => Math.Abs(a - b) + 1)]);
        foreach (int[] index in Indices(result.Shape))
        {
            result[index] = full[[.. index.Select((place, axis) => place + Math.Min(w[axis], y[axis]) - 1)]];
        }

        return result;
    }

    private static Tensor<double> Reversed(Tensor<double> tensor)
    {
        double[] entries = tensor.Span.ToArray();
        Array.Reverse(entries);
        return new(tensor.Shape, entries);
    }
}
