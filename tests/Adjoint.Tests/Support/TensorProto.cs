using System.Buffers.Binary;
using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>Reads the float tensors of ONNX' node tests: protocol buffers with dims (field 1) and little-endian raw data (field 9) or floats (field 4).</summary>
public static class TensorProto
{
    public static Tensor<double> Read(string path)
    {
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        List<int> lengths = [];
        List<double> values = [];
        while (!rest.IsEmpty)
        {
            int key = (int)Varint(ref rest), field = key >> 3;
            switch (key & 7)
            {
                case 0 when field == 1:
                    lengths.Add((int)Varint(ref rest));
                    break;
                case 0:
                    _ = Varint(ref rest);
                    break;
                case 2:
                    int length = (int)Varint(ref rest);
                    ReadOnlySpan<byte> bytes = rest[..length];
                    rest = rest[length..];
                    while (field == 1 && !bytes.IsEmpty)
                    {
                        lengths.Add((int)Varint(ref bytes));
                    }

                    for (; field is 4 or 9 && bytes.Length >= 4; bytes = bytes[4..])
                    {
                        values.Add(BinaryPrimitives.ReadSingleLittleEndian(bytes));
                    }

                    break;
                default:
                    throw new InvalidDataException($"{path}: wire type {key & 7} is not read here.");
            }
        }

        return new([.. lengths], [.. values]);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        int shift = 0, place = 0;
        do
        {
            value |= (ulong)(bytes[place] & 0x7F) << shift;
            shift += 7;
        }
        while ((bytes[place++] & 0x80) != 0);
        bytes = bytes[place..];
        return value;
    }
}
